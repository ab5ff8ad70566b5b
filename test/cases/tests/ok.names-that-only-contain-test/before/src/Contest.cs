# src/Contest.cs
