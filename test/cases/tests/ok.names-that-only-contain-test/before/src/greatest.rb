# src/greatest.rb
