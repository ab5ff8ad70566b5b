module shop.example/web
