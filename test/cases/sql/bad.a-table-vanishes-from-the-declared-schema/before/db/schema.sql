CREATE TABLE users (
  id int PRIMARY KEY,
  email text,
  CONSTRAINT one UNIQUE (email)
);
CREATE TABLE orders (id int);
