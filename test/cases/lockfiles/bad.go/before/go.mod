module shop.example/web

require shop.example/a v1.0.0
