#!/bin/sh
set -e
dropdb --if-exists shop
psql "$URL" -f schema.sql
