import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const CLI = join(ROOT, 'dist/guardrail.mjs');

const CONFIG = `[user]
	name = Ana
	email = ana@shop.example
[init]
	defaultBranch = main
[commit]
	gpgSign = false
[gc]
	auto = 0
[maintenance]
	auto = false
[advice]
	detachedHead = false
`;

/** A home of its own, repositories in it, and children that know nothing of the process that measures them. */
export function openWorld() {
  const folder = mkdtempSync(join(tmpdir(), 'guardrail-bench-'));
  const home = join(folder, 'home');
  mkdirSync(home);
  writeFileSync(join(home, '.gitconfig'), CONFIG);
  const env = {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: home,
    XDG_STATE_HOME: join(home, 'state'),
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CONFIG_HOME: join(home, 'config'),
    GIT_CONFIG_NOSYSTEM: '1',
    GUARDRAIL_DAEMON: 'off', // its own section turns it on, and ends it
  };
  return {
    folder,
    env,
    repository: (name) => openRepository(join(folder, name), env),
    /** A new repository with a commit of `files` files, each of a few lines. */
    newRepository: (name, files) => {
      const repository = openRepository(join(folder, name), env);
      mkdirSync(repository.root);
      repository.git('init', '--quiet');
      repository.grow(files);
      return repository;
    },
    /** Sources for figures inside one process, as one module that finds the drivers of this checkout. */
    load: async (entry) => {
      const place = join(folder, 'bundles');
      mkdirSync(place, { recursive: true });
      const modules = join(place, 'node_modules');
      rmSync(modules, { force: true });
      symlinkSync(join(ROOT, 'node_modules'), modules);
      const file = join(place, `${entry.replaceAll(/\W/g, '-')}.mjs`);
      const input = join(ROOT, entry);
      const bundle = await rolldown({ input, platform: 'node', external: [/^better-sqlite3$/, /^libsql$/] });
      await bundle.write({ file, format: 'esm', codeSplitting: false });
      await bundle.close();
      return await import(pathToFileURL(file).href);
    },
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

function openRepository(root, env) {
  const run = (program, args, { input, more = {}, mayFail = false } = {}) => {
    const ran = spawnSync(program, args, { cwd: root, env: { ...env, ...more }, input, maxBuffer: 1 << 28 });
    if (ran.error) throw ran.error;
    if (ran.status !== 0 && !mayFail) throw new Error(`${program} ${args.join(' ')}: ${ran.status}\n${ran.stderr}`);
    return ran;
  };
  const git = (...args) => run('git', args).stdout.toString().replace(/\n$/, '');
  const write = (path, text) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  return {
    root,
    run,
    git,
    write,
    /** Commits by `git fast-import`, which runs no hooks: quick enough for thousands. Answers the last commit's id. */
    imported: (stream) => {
      run('git', ['fast-import', '--quiet', '--force'], { input: stream });
    },
    grow: (files) => {
      for (let i = 0; i < files; i += 1) write(pathOf(i), textOf(i, 0));
      git('add', '--all');
      git('commit', '--quiet', '--no-verify', '--message', 'begin');
    },
    /** Changes the first files and stages them. */
    stage: (files, round) => {
      for (let i = 0; i < files; i += 1) write(pathOf(i), textOf(i, round));
      git('add', '--all');
    },
    /** guardrail init; where there was no configuration, the one it wrote is committed. */
    guard: () => {
      run(process.execPath, [CLI, 'init', '--yes']);
      if (git('status', '--porcelain') === '') return;
      git('add', '--all');
      git('commit', '--quiet', '--message', 'guard');
    },
    clone: (name) => {
      const there = join(dirname(root), name);
      run('git', ['clone', '--quiet', ...(name.endsWith('.git') ? ['--bare'] : []), root, there]);
      return openRepository(there, env);
    },
  };
}

export function pathOf(i) {
  return `src/part-${i % 50}/file-${i}.ts`;
}

export function textOf(i, round) {
  const lines = Array.from({ length: 20 }, (_, line) => `export const value${line} = ${i * line};`);
  return `${lines.join('\n')}\nexport const round = ${round};\n`;
}

/**
 * A branch for `git fast-import`: commits of `files` changed files each, beginning where `from` stands.
 * Its text is made here because thousands of `git commit` would take longer than what is measured.
 */
export function branchStream(branch, from, commits, files) {
  const parts = [];
  for (let commit = 1; commit <= commits; commit += 1) {
    const message = `work ${commit}\n`;
    parts.push(
      `commit refs/heads/${branch}\ncommitter Ana <ana@shop.example> ${1_790_000_000 + commit} +0000\n`,
      `data ${message.length}\n${message}`,
      commit === 1 ? `from ${from}\n` : '',
    );
    for (let file = 0; file < files; file += 1) {
      const text = textOf(file, `${commit} + ${branch.length}`);
      parts.push(`M 100644 inline ${pathOf(file)}\ndata ${text.length}\n${text}`);
    }
  }
  return parts.join('');
}
