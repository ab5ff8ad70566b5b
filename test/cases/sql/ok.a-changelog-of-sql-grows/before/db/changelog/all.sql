--liquibase formatted sql
--changeset ana:1
CREATE TABLE orders (id int);
--rollback DROP TABLE orders;
