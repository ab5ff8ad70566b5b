import { describe, expect, test } from 'vitest';
import { factsOfCommand, type Row } from './rows.ts';

/** Zones of what is deleted or written over: `delete home`, `overwrite system`; `?` where it is only possible. */
function zones(command: string, row: Row = {}): readonly string[] {
  return factsOfCommand(command, row)
    .filter(({ kind }) => kind.startsWith('fs.'))
    .map(({ kind, attributes }) => {
      const mark = attributes['certainty'] === 'possible' ? '?' : '';
      return `${kind.slice(3)} ${String(attributes['zone'])}${mark}`;
    });
}

test('a home below /tmp is a home', () => {
  const row = { scene: { home: '/tmp/dev', root: '/tmp/dev/shop', cwd: '/tmp/dev/shop' } };
  expect(zones('rm -rf ~', row)).toEqual(['delete home']);
  expect(zones('rm -rf ~/Documents', row)).toEqual(['delete home']);
  expect(zones('rm -rf ~/.cache', row)).toEqual(['delete generated']);
  expect(zones('rm -rf /tmp/x', row)).toEqual(['delete temporary']);
  expect(zones('rm -rf /tmp/x', { scene: { home: '/tmp' } })).toEqual(['delete temporary']);
});

describe('where a deletion reaches', () => {
  test.each([
    ['rm -rf /', 'delete root'],
    ['rm -rf /*', 'delete root'],
    ['rm --recursive --no-preserve-root /', 'delete root'],
    ['rm -rf /etc /*/x', 'delete system'],
    ['rm -rf ~', 'delete home'],
    ['rm -rf "$HOME"/', 'delete home'],
    ['rm -rf /home/*/x', 'delete home'],
    ['rm -rf ~other/x', 'delete home'],
    ['rm -rf ..', 'delete home'],
    ['rm -rf ../x', 'delete home'],
    ['rm -rf /data/x', 'delete outside'],
    ['rm -rf .git', 'delete repository'],
    ['rm -rf .', 'delete project'],
    ['rm -rf -- ./*', 'delete project'],
    ['rm -rf "$PWD"', 'delete project'],
    ['rm -rf src', 'delete inside'],
    ['rm -rf node_modules dist/* packages/*/build *.pyc', 'delete generated'],
    ['rm -rf ~/.cache/pip', 'delete generated'],
    ['rm -rf /tmp/x /var/tmp/y', 'delete temporary'],
    ['rm -rf "$TMPDIR/x"', 'delete temporary'],
    ['rm -rf $TMPDIR/../etc', 'delete system'],
    ["rm -rf '$TMPDIR/x'", 'delete inside'],
    ['rm -f .git/index.lock', 'delete inside'],
    ['rm -rf $DIR/*', 'delete root'],
    ['rm -rf "$BUILD_DIR"/*', 'delete root?'],
    ['rm -rf "$DIR"', 'delete unknown?'],
    ['cat list | xargs rm -rf', 'delete unknown?'],
    ['rm -rf "$TEMP/x"', 'delete outside'],
    ['rm -rf /tmp/*', 'delete temporary'],
    ["find /tmp -name 'x*' -delete", 'delete temporary'],
    ['rm -rf prod@host:/srv', 'delete outside'],
    ['rm -rf "$DIR/node_modules"', 'delete generated'],
    ['rm -rf "${DIR:?}/x"', 'delete inside'],
    ['shred -n 3 /dev/sda', 'delete device'],
    ['find . -delete', 'delete project'],
    ["find . -name '*.txt' -delete", 'delete project?'],
    ["find src -name '*.txt' -delete", 'delete inside'],
    ["find . -name '*.pyc' -delete", 'delete generated'],
    ['find . -type d -empty -delete', 'delete generated'],
    ['find /etc -type f -exec rm {} +', 'delete system'],
    ['fd -e log -X rm', 'delete generated'],
    ['mv ~/Documents /dev/null', 'delete home'],
    ['rsync -a --delete src/ /data/x/', 'delete outside'],
    ['tar --remove-files -cf a.tar src', 'delete inside'],
    ['npx rimraf /', 'delete root'],
    ['python3 -c "import shutil; shutil.rmtree(\'/etc\')"', 'delete system'],
    ['python3 -c "shutil.rmtree(os.path.expanduser(\'~/x\'))"', 'delete home'],
    ['node -e "fs.rmSync(\'dist\', {recursive: true})"', 'delete generated'],
    ['ruby -e "FileUtils.rm_rf(\'/\')"', 'delete root'],
  ])('%s', (command, effect) => {
    expect([...new Set(zones(command))]).toEqual([effect]);
  });

  test.each([
    'rm --help',
    'rmdir empty',
    'rsync -an --delete a/ /b/',
    'find . -name -delete -print',
    'find . -exec echo rm {} +',
    'echo rm -rf /',
    'grep -r "rm -rf" .',
    'mkdir -p ~/.config/x',
  ])('%s deletes nothing', (command) => {
    expect(zones(command)).toEqual([]);
  });

  test.each([
    ['Remove-Item C:\\Windows -Recurse -Force', 'delete system'],
    ['Remove-Item .\\dist,..\\x -Recurse', 'delete generated, delete home'],
    ['rm -r -fo C:\\', 'delete root'],
    ['rd -Recurse $env:USERPROFILE', 'delete home'],
    ['Remove-Item . -Recurse -wi', ''],
  ])('PowerShell: %s', (command, effects) => {
    expect(zones(command, { shell: 'powershell' }).join(', ')).toBe(effects);
  });

  test.each([
    ['rd /s /q C:\\Windows', 'delete system'],
    ['del /f /q build\\*.obj', 'delete generated'],
    ['rd /s /q %USERPROFILE%', 'delete home'],
  ])('cmd: %s', (command, effect) => {
    expect(zones(command, { shell: 'cmd' })).toEqual([effect]);
  });
});

describe('where a write reaches', () => {
  test.each([
    ['echo x > /dev/sda', 'overwrite device'],
    ['dd if=/dev/zero of=/dev/nvme0n1', 'overwrite device'],
    ['echo x | tee /etc/hosts', 'overwrite system'],
    ['sed -i s/a/b/ /etc/passwd', 'overwrite system'],
    ['echo x > ~/.bashrc', 'overwrite home'],
    ['cp key ~/.ssh/authorized_keys', 'overwrite home'],
    ['echo x > .git/config', 'overwrite repository'],
    ['chmod -R 777 /', 'overwrite root'],
    ['chown -R root /etc', 'overwrite system'],
    ['tar -xzf a.tgz -C /', 'overwrite root'],
    ['awk -i inplace 1 /etc/passwd', 'overwrite system'],
    ['truncate -s 0 /var/log/auth.log', 'overwrite system'],
    ['perl -i.old -pe s/a/b/ src/a.ts', 'overwrite inside'],
    ['ln -sf /tmp/x /etc/hosts', 'overwrite system'],
    ['sed -i s/a/b/ src/a.ts', 'overwrite inside'],
    ['install -m 755 tool /usr/local/bin/tool', 'overwrite outside'],
    ["python3 -c \"open('/etc/passwd', 'w')\"", 'overwrite system'],
  ])('%s', (command, effect) => {
    expect(zones(command)).toContain(effect);
  });

  test.each([
    'echo x > /dev/null',
    'echo x 2>&1',
    'cat a > /tmp/b',
    'sed -n 1p /etc/passwd',
    'cp -n a b',
    'dd if=/dev/sda',
  ])('%s writes over nothing', (command) => {
    expect(zones(command)).toEqual([]);
  });

  test('secrets count once they are there', () => {
    const reversible = (row: Row): unknown =>
      factsOfCommand('cp .env.example .env', row).find(({ kind }) => kind === 'fs.overwrite')?.attributes['reversible'];
    expect(reversible({ files: { '.env': 'A=1' } })).toBe(false);
    expect(reversible({})).toBe('unknown');
  });
});

test('keys that are not there yet are made, and the door for others is always one', () => {
  const files = { '/home/dev/.npmrc': 'token' };
  expect(zones('echo x > ~/.npmrc')).toEqual(['overwrite outside']);
  expect(zones('echo x > ~/.npmrc', { files })).toEqual(['overwrite home']);
  expect(zones('echo x >> ~/.ssh/authorized_keys')).toEqual(['overwrite home']);
});

test('a text that is made to be slow is answered, and what is left out is said', () => {
  expect(zones(`rm -rf ${'${a'.repeat(5000)}`)).toEqual(['delete unknown?']);
  expect(zones(`rm -rf ${'*'.repeat(100_000)}x`)).toEqual(['delete unknown?']);
  const kinds = factsOfCommand(`rm ${'a '.repeat(3000)}`).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'unreadable')).toHaveLength(1);
});

test.each([
  ['rm -rf .husky', 'weaken'],
  ['rm .claude/settings.json', 'weaken'],
  ['chmod -x .git/hooks/pre-push', 'weaken'],
  ['cp x .git/hooks/pre-push', 'unclear'],
])('%s is a change of the gate', (command, direction) => {
  const found = factsOfCommand(command).filter(({ kind }) => kind === 'guard.change');
  expect(found.map(({ attributes }) => attributes['direction'])).toEqual([direction]);
});

test('a file of the repository is named so that roles can speak of it', () => {
  const found = factsOfCommand('rm -r src/old').find(({ kind }) => kind === 'fs.delete');
  expect(found?.where.path).toBe('src/old');
});
