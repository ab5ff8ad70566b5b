# src/contest.py
