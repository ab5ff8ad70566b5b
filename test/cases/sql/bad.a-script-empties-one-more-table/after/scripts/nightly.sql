DELETE FROM sessions;
DELETE FROM orders;
