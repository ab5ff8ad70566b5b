import { describe, expect, test } from 'vitest';
import type { Fact } from '../../../src/model/fact.ts';
import { factsOfCommand, type Row } from './rows.ts';

/** `git.discard changes .`: kind, its most telling attribute, subject. */
function seen(command: string, row: Row = {}): readonly string[] {
  return factsOfCommand(command, row)
    .filter(({ kind }) => kind !== 'command.run')
    .map((fact) => `${fact.kind} ${sortOf(fact)} ${fact.subject}`);
}

function sortOf({ attributes }: Fact): string {
  const { what, how, zone, direction, to, lease, protected: isProtected } = attributes;
  const certainty = attributes['certainty'] === 'possible' ? '?' : '';
  const word = what ?? how ?? zone ?? direction ?? to ?? isProtected ?? '';
  return `${String(word)}${lease === true ? ' with a lease' : ''}${certainty}`;
}

describe('what throws work away', () => {
  test.each([
    ['git reset --hard', 'git.discard changes git reset --hard'],
    ['git reset --har HEAD~1', 'git.discard changes git reset --hard'],
    ['git -C ../x --no-pager -c a.b=c reset --merge', 'git.discard changes git reset --merge'],
    ['git checkout -- src/a.ts', 'git.discard changes src/a.ts'],
    ['git checkout HEAD~1 src/a.ts', 'git.discard changes src/a.ts'],
    ['git checkout .', 'git.discard changes .'],
    ['git checkout src/app.ts', 'git.discard changes src/app.ts'],
    ['git checkout -qf main', 'git.discard changes git checkout --force'],
    ['git switch --discard-changes main', 'git.discard changes git switch --discard-changes'],
    ['git restore src/a.ts', 'git.discard changes src/a.ts'],
    ['git restore --staged --worktree .', 'git.discard changes .'],
    ['git restore -sHEAD~2 src/a.ts', 'git.discard changes src/a.ts'],
    ['git restore --pathspec-from-file --staged', 'git.discard changes the paths in a file'],
    ['git clean -fdx', 'git.discard untracked untracked files'],
    ['git -c clean.requireForce=false clean -d', 'git.discard untracked untracked files'],
    ['git rm -rf src', 'git.discard changes src'],
    ['git stash drop', 'git.discard stash stash@{0}'],
    ['git stash clear', 'git.discard stash every stash'],
    ['git branch -D topic', 'git.discard branch topic'],
    ['git branch --delete --force topic', 'git.discard branch topic'],
    ['git branch -f main HEAD~3', 'git.discard branch main'],
    ['git branch -M topic main', 'git.discard branch? main'],
    ['git tag -d v1', 'git.discard tag v1'],
    ['git reflog expire --expire=now --all', 'git.discard reflog the reflog'],
    ['git gc --prune=now', 'git.discard reflog objects that nothing names'],
    ['git worktree remove --force ../x', 'git.discard worktree ../x'],
    ['git submodule deinit -f lib', 'git.discard changes lib'],
    ['git filter-branch --all', 'git.discard commits git filter-branch'],
    ['git update-ref -d refs/heads/topic', 'git.discard branch refs/heads/topic'],
    ["git -c alias.oops='reset --hard' oops", 'git.discard changes git reset --hard'],
    ['hg update -C', 'git.discard changes hg update'],
    ['svn revert -R .', 'git.discard changes svn revert'],
    ['p4 revert //...', 'git.discard changes p4 revert'],
    ['jj abandon abc', 'git.discard commits jj abandon'],
    ['bfg --strip-blobs-bigger-than 1M', 'git.discard commits bfg --strip-blobs-bigger-than'],
  ])('%s', (command, effect) => {
    expect(seen(command)).toEqual([effect]);
  });

  test.each([
    'git reset',
    'git reset --soft HEAD~1',
    'git reset --hard --help',
    'git checkout main',
    'git checkout -- package-lock.json dist/',
    'git checkout -b topic origin/main',
    'git checkout feature/v1.2',
    'git checkout --theirs -- src/a.ts',
    'git switch -c topic',
    'git restore --staged .',
    'git clean -nfdx',
    'git clean -fdx node_modules dist',
    'git rm --cached -rf .',
    'git rm src/a.ts',
    'git stash',
    'git stash pop',
    'git branch -d topic',
    'git branch -M main',
    'git branch -rd origin/topic',
    'git tag v1.0.0',
    'git reflog',
    'git gc',
    'git worktree remove ../x',
    'git rebase --abort',
    'git commit --amend --no-edit',
    'git filter-repo --analyze',
    'git log -- src/a.ts',
    'hg status',
    'svn update',
    'jj log',
  ])('%s throws nothing away', (command) => {
    expect(seen(command)).toEqual([]);
  });

  test('paths that are named one by one can be put aside by name', () => {
    const [fact] = factsOfCommand('git checkout -- a.ts b.ts').filter(({ kind }) => kind === 'git.discard');
    expect(fact?.attributes).toMatchObject({ narrow: true, remedy: 'git stash push -- a.ts b.ts' });
  });
});

describe('what a push does to the remote', () => {
  test.each([
    ['git push --force', 'git.force-push false refs/heads/topic'],
    ['git push --force-with-lease', 'git.force-push false with a lease refs/heads/topic'],
    ['git push --force --force-with-lease', 'git.force-push false refs/heads/topic'],
    ['git push --force-with-lease origin main', 'git.force-push true with a lease refs/heads/main'],
    ['git push origin +HEAD:refs/heads/main', 'git.force-push true refs/heads/main'],
    ['git push -f origin v1.2.0', 'git.tag-move unknown refs/tags/v1.2.0'],
    ['git push --mirror backup', 'git.force-push unknown refs/heads/**'],
    ['git push origin --delete old', 'git.branch-delete false refs/heads/old'],
    ['git push origin :main', 'git.branch-delete true refs/heads/main'],
    ['git push -d origin v1.2.0', 'git.tag-delete unknown refs/tags/v1.2.0'],
    ['git push origin HEAD:main', 'git.hook-bypass address refs/heads/main'],
    ['git push https://code.example/x.git topic', 'exfil.upload topic code.example'],
  ])('%s', (command, effect) => {
    expect(seen(command)).toEqual([effect]);
  });

  test.each([
    'git push',
    'git push origin main',
    'git push -u origin HEAD',
    'git push --tags',
    'git push -n --force',
    'git push origin main:main',
    'git push origin HEAD:refs/for/main',
  ])('%s only adds', (command) => {
    expect(seen(command)).toEqual([]);
  });

  test('a branch nobody can name counts as one that may be protected, unless a lease watches over it', () => {
    const scene = { branch: null, protected: [] };
    expect(seen('git push -f', { scene })).toEqual(['git.force-push unknown the branch it is on']);
    expect(seen('git push -f origin "$BRANCH"', { scene })).toEqual(['git.force-push unknown refs/heads/$BRANCH']);
    expect(seen('git push --force-with-lease', { scene })).toEqual([
      'git.force-push false with a lease the branch it is on',
    ]);
  });
});

describe('what goes around the hooks', () => {
  test.each([
    ['git commit --no-verify -m x', 'git.hook-bypass no-verify git commit --no-verify'],
    ['git commit -anm x', 'git.hook-bypass no-verify git commit --no-verify'],
    ['git push --no-veri', 'git.hook-bypass no-verify git push --no-verify'],
    ['git -c core.hooksPath=/dev/null commit', 'git.hook-bypass hooks-path core.hooksPath=/dev/null'.toLowerCase()],
    ['HUSKY=0 git commit -m x', 'git.hook-bypass variable HUSKY'],
    ['git config core.hooksPath .hooks', 'git.hook-bypass hooks-path core.hooksPath=.hooks'],
    ['git config --unset core.hooksPath', 'git.hook-bypass config core.hooksPath'],
    ['git config alias.ship "push --no-verify"', 'git.hook-bypass config alias.ship'],
    ['git commit-tree HEAD^{tree} -m x', 'git.hook-bypass plumbing git commit-tree'],
    ['git config core.fsmonitor ./watch.sh', 'exec.privileged loaded git config core.fsmonitor'],
    ['git -c core.sshCommand=./x fetch', 'exec.privileged loaded git config core.sshcommand'],
    ['git clone -c core.hooksPath=/x git@a.example:b', 'git.hook-bypass hooks-path core.hooksPath=/x'],
    ["git grep -O'sh ./x' a", 'exec.privileged loaded git grep'],
    ['git clone --upload-pack=./x a', 'exec.privileged loaded git clone'],
    ['GIT_SSH_COMMAND=./x git pull', 'exec.privileged loaded GIT_SSH_COMMAND'],
  ])('%s', (command, effect) => {
    expect(seen(command).map((one) => one.toLowerCase())).toContain(effect.toLowerCase());
  });

  test.each([
    'git commit -m "-n and --no-verify are words"',
    'git commit -m --no-verify',
    'git push -n',
    'git merge -n topic',
    'git config user.name x',
    'git config --get core.hooksPath',
    'git config core.pager cat',
    'GIT_EDITOR=true git rebase --continue',
    'GIT_SSH_COMMAND="ssh -i key" git fetch',
    'git -c core.sshCommand=./x status',
  ])('%s does not', (command) => {
    expect(seen(command)).toEqual([]);
  });
});

test('a patch is data, but the files it would write are told by its headers', () => {
  const patch = (path: string): string => `git apply <<'EOF'\n--- a/${path}\n+++ b/${path}\n+rm -rf ~\nEOF`;
  expect(seen(patch('.git/hooks/pre-commit'))).toContain('guard.change unclear .git/hooks/pre-commit');
  expect(seen(patch('src/a.ts'))).toEqual(['fs.overwrite contents src/a.ts']);
});
