# spec/cart_spec.rb
