# src/Latest.java
