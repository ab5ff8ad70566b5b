#!/usr/bin/env python3
import os

for name in os.listdir("."):
    print("DEBUG", name)
