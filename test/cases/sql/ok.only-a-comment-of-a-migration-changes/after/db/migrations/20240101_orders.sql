-- what people bought
create table orders (
  id int
);
