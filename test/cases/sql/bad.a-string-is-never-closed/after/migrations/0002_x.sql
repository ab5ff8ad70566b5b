UPDATE a SET b = 'never closed WHERE c = 1;
DROP TABLE orders;
