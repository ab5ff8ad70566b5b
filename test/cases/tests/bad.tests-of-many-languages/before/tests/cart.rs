# tests/cart.rs
