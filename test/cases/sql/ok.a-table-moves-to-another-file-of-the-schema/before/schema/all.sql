CREATE TABLE users (id int, email text);
CREATE TABLE orders (id int);
