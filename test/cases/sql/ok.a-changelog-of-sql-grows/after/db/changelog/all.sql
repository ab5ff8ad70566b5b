--liquibase formatted sql
--changeset ana:1
CREATE TABLE orders (id int);
--rollback DROP TABLE orders;
--changeset ana:2
ALTER TABLE orders ADD COLUMN note text;
--rollback ALTER TABLE orders DROP COLUMN note;
