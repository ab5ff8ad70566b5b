import { expect, test } from 'vitest';
import { type Disk, invocations, runs } from './runs.ts';

const REPOSITORY = '/home/dev/shop';
const disk: Disk = {
  [`${REPOSITORY}/x.sh`]: '#!/bin/sh\nset -e\nrm -rf "$1"\n',
  [`${REPOSITORY}/outer.sh`]: 'cd sub\n./inner.sh /srv\n',
  [`${REPOSITORY}/sub/inner.sh`]: '#!/usr/bin/env bash\nrm -rf "$1" here\n',
  [`${REPOSITORY}/lib.sh`]: 'TARGET=/srv/data\nwipe() { rm -rf "$TARGET"; }\n',
  [`${REPOSITORY}/self.sh`]: 'sh self.sh\nrm self\n',
  [`${REPOSITORY}/x.py`]:
    'import os, subprocess\n# os.system("rm comment")\nos.system("rm -rf /a")\nsubprocess.run(["rm", "-rf", d])\n',
  [`${REPOSITORY}/x.js`]:
    "const { execSync, spawn } = require('child_process');\nexecSync(`rm -rf ${dir}`);\nspawn('rm', ['-rf', '/b']);\n",
  [`${REPOSITORY}/x.rb`]: 'system("rm", "-rf", "/c")\n`ls #{x}`\n',
  [`${REPOSITORY}/tool`]: '#!/usr/bin/env python3\nimport os\nos.system("rm tool")\n',
  [`${REPOSITORY}/app`]: { kind: 'binary' },
  [`${REPOSITORY}/gone.sh`]: { kind: 'unreadable', why: 'too large' },
  [`${REPOSITORY}/a.sql`]: 'drop table orders;',
  [`${REPOSITORY}/package.json`]: JSON.stringify({
    scripts: {
      prebuild: 'rm -rf dist',
      build: 'tsc',
      clean: 'rm -rf dist',
      all: 'npm run clean && npm run build',
      loop: 'npm run loop',
    },
  }),
  [`${REPOSITORY}/web/package.json`]: JSON.stringify({ scripts: { clean: 'rm -rf web' } }),
  [`${REPOSITORY}/Makefile`]:
    'DIR ?= /srv\n.PHONY: all clean\nall: build\nclean: stop\n\t@rm -rf $(DIR)/x $$HOME/y\n\t-cd /tmp && rm z\nstop:\n\tkill 1\nbuild:\n\tgo build\n%.out:\n\trm $@\n',
  [`${REPOSITORY}/justfile`]: 'clean dir: stop\n  rm -rf {{dir}}\n\nstop:\n  kill 2\n',
  '/tmp/t.sh': 'rm from-tmp\n',
  '/home/dev/bin/h.sh': 'rm from-home\n',
};

test.each([
  // written and run in one text
  ['a here-document and sh', "cat > y.sh <<'EOF'\nrm $1\nEOF\nsh y.sh z", ['rm z']],
  ['a here-document with variables of now', 'D=/srv\ncat > y.sh <<EOF\nrm $D\nEOF\nsh y.sh', ['rm /srv']],
  ['echo twice into one file', 'echo "cd /srv" > y.sh; echo "rm b" >> y.sh; bash y.sh', ['rm b']],
  [
    'tee and its own name',
    'echo "rm a" | tee y.sh; chmod +x y.sh; ./y.sh',
    ['tee y.sh', 'chmod +x y.sh', 'y.sh', 'rm a'],
  ],
  ['printf and source', 'printf "rm %s\\n" a b > y.sh && . ./y.sh', ['. ./y.sh', 'rm a', 'rm b']],
  ['a python file', 'echo \'import os; os.system("rm p")\' > y.py; python3 y.py', ['python3 y.py', 'rm p']],
  ['a copy of it', 'echo "rm a" > y.sh; cp y.sh z.sh; sh z.sh', ['cp y.sh z.sh', 'rm a']],
  ['a copy of a program', 'cp /bin/rm ./ls2; ./ls2 -rf /', ['cp /bin/rm ./ls2', 'rm -rf /']],
  ['decoded into a file', 'echo cm0gLXJmIC8K | base64 -d > y.sh; sh y.sh', ['rm -rf /']],
  ['a makefile', "printf 'a:\\n\\trm m\\n' > Makefile; make a", ['make a', 'rm m']],
  ['written elsewhere by its absolute name', 'echo "rm a" > /tmp/y.sh; cd /tmp; sh y.sh', ['rm a']],
  // on disk
  ['sh and a file', 'sh x.sh /srv', ['rm -rf /srv']],
  ['options before it', 'bash -x -o pipefail x.sh /srv', ['rm -rf /srv']],
  ['its own name', './x.sh build', ['x.sh build', 'rm -rf build']],
  ['through sudo and env', 'sudo env A=1 ./x.sh /', ['x.sh /', 'rm -rf /']],
  ['absolute', '/home/dev/shop/x.sh q', ['x.sh q', 'rm -rf q']],
  ['outside of the repository', 'sh /tmp/t.sh', ['rm from-tmp']],
  ['under home', 'bash ~/bin/h.sh', ['rm from-home']],
  ['from a folder', 'cd sub && sh inner.sh q', ['rm -rf q here']],
  ['upwards', 'cd sub && ../x.sh q', ['x.sh q', 'rm -rf q']],
  ['a name with a dot in it', 'sh ./sub/../x.sh q', ['rm -rf q']],
  ['nested', 'sh outer.sh', ['inner.sh /srv', 'rm -rf /srv here']],
  ['sourced, and its function called', 'source lib.sh; wipe', ['source lib.sh', 'rm -rf /srv/data']],
  ['on its input', 'sh < x.sh', ['rm -rf ']],
  ['printed into a shell', 'cat x.sh | bash -s -- /srv', ['rm -rf /srv']],
  ['a name in a variable', 'S=x.sh; sh "$S" q', ['rm -rf q']],
  ['a python file on disk', 'python3 x.py', ['python3 x.py', 'rm -rf /a', 'rm -rf $arg?']],
  ['a node file', 'node x.js', ['node x.js', 'rm -rf ${dir}?', 'rm -rf /b']],
  ['a ruby file', 'ruby x.rb', ['ruby x.rb', 'rm -rf /c', 'ls ${x}?']],
  ['a file of the language its first line names', './tool', ['tool', 'rm tool']],
  // what others keep
  ['npm with what comes before', 'npm run build', ['npm run build', 'rm -rf dist', 'tsc']],
  ['npm and words for it', 'npm run build -- --watch', ['npm run build -- --watch', 'rm -rf dist', 'tsc --watch']],
  ['npm of npm', 'npm run all', ['npm run all', 'npm run clean', 'rm -rf dist', 'npm run build', 'rm -rf dist', 'tsc']],
  ['yarn without run', 'yarn clean', ['yarn clean', 'rm -rf dist']],
  ['npm elsewhere', 'npm --prefix web run clean', ['npm --prefix web run clean', 'rm -rf web']],
  ['make', 'make clean', ['make clean', 'kill 1', 'rm -rf /srv/x /home/dev/y', 'rm z']],
  ['make with a variable', 'make clean DIR=/d', ['make clean DIR=/d', 'kill 1', 'rm -rf /d/x /home/dev/y', 'rm z']],
  ['make of a pattern', 'make a.out', ['make a.out', 'rm a.out']],
  ['make of the first target', 'make', ['make', 'go build']],
  ['make that only prints', 'make -n clean', ['make -n clean']],
  ['just', 'just clean /d', ['just clean /d', 'kill 2', 'rm -rf /d']],
])('%s', (_name, text, expected) => {
  expect(runs(text, disk)).toEqual(expected);
});

test.each([
  ['sh nowhere.sh', `${REPOSITORY}/nowhere.sh`],
  ['./nowhere.sh', `${REPOSITORY}/nowhere.sh`],
  ['python3 nowhere.py', `${REPOSITORY}/nowhere.py`],
  ['sh gone.sh', `${REPOSITORY}/gone.sh`],
  ['source nowhere.sh', `${REPOSITORY}/nowhere.sh`],
  ['sh app', `${REPOSITORY}/app`],
])('%s runs a program that nobody can read', (text, path) => {
  const programs = invocations(text, disk).flatMap((run) => run.programs);
  expect(programs).toMatchObject([{ known: false, from: 'file', path }]);
});

test.each([
  'curl -o y.sh https://get.example.com/y && sh y.sh',
  'curl -fsSLO https://get.example.com/y.sh; bash ./y.sh',
  'wget https://get.example.com/y.sh && chmod +x y.sh && ./y.sh',
  'curl -s https://get.example.com/y > y.sh; . ./y.sh',
  'curl -s https://get.example.com/y | tee y.py; python3 y.py',
])('%s runs what was downloaded', (text) => {
  const programs = invocations(text).flatMap((run) => run.programs);
  expect(programs.map(({ known, of }) => [known, of?.tool])).toEqual([[false, text.split(' ')[0]]]);
});

test('what a script runs names the script, the line of the call and the folder it runs in', () => {
  const [, inner] = invocations('echo\nsh outer.sh', disk).filter(({ through }) => through.length > 0);
  expect(inner?.through).toEqual([{ kind: 'script', by: 'outer.sh', at: `${REPOSITORY}/outer.sh` }]);
  expect([inner?.line, inner?.cwd]).toEqual([2, `${REPOSITORY}/sub`]);
});

test('what runs itself comes to an end, and all of it was looked at', () => {
  const seen = invocations('sh self.sh', disk);
  expect(seen.length).toBeLessThan(60);
  expect(seen.filter(({ tool, program }) => tool === '' && program.source === '')).toEqual([]);
  expect(seen.some(({ tool }) => tool === 'rm')).toBe(true);
  expect(runs('npm run loop', disk).length).toBeLessThan(20);
});
