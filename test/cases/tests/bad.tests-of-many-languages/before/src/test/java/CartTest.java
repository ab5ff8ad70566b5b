# src/test/java/CartTest.java
