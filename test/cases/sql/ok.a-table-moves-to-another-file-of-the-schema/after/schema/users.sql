CREATE TABLE users (email text, id bigint);
