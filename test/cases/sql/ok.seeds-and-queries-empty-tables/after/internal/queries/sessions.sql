-- name: ClearSessions :exec
DELETE FROM sessions;
