#!/bin/sh
set -e
psql "$URL" -f schema.sql
