import { expect, test } from 'vitest';
import { invocations, runs } from './runs.ts';

test.each([
  ['words are what the program gets', `r\\m -r"f" 'a b' $'c\\td'`, ['rm -rf a b c\td']],
  ['home and braces are spelled out', 'rm ~/x "$HOME"/y {a,b{1..2}}', ['rm /home/dev/x /home/dev/y a b1 b2']],
  ['what nobody knows stays as it is written', 'rm "$X/y" ${Z}', ['rm $X/y? ${Z}?']],
  ['a variable of the text is known', 'D=/srv/a; rm -rf "${D%/a}"', ['rm -rf /srv']],
  ['a variable that holds several words is cut', 'CMD="rm -rf /"; $CMD', ['rm -rf /']],
  ['a default is taken where nothing is set', 'rm -rf "${D:-build}"', ['rm -rf build']],
  ['a blank can be spelled $IFS', 'rm$IFS-rf$IFS/', ['rm -rf /']],
  ['what a substitution prints is known', '$(echo rm) -rf "$(printf "%s" /)"', ['rm -rf /']],
  ['what is decoded is read', 'eval "$(echo cm0gLXJmIC8= | base64 -d)"', ['rm -rf /']],
  ['a pipe into a shell is a script', 'echo rm -rf / | sudo sh', ['rm -rf /']],
  ['a here-document of a shell is a script', 'bash <<EOF\nrm $(echo /)\nEOF', ['rm /']],
  ['parameters reach bash -c', `bash -c 'rm "$1" "$2"' _ a b`, ['rm a b']],
  ['a function gets its words', 'f() { rm "$1"; }; f /x', ['rm /x']],
  ['a loop runs for each word', 'for d in a b; do rm $d; done', ['rm a', 'rm b']],
  ['a script that the text wrote is read', 'echo "rm -rf /" > x.sh && sh x.sh', ['rm -rf /']],
  ['nothing runs after an exit', 'exit 0; rm x', []],
])('%s', (_name, text, expected) => {
  expect(runs(text)).toEqual(expected);
});

test('a folder holds for what follows it, and not beyond a subshell', () => {
  const seen = invocations('cd /tmp && rm a; (cd /srv; rm b); rm c').filter(({ tool }) => tool === 'rm');
  expect(seen.map(({ cwd }) => cwd)).toEqual(['/tmp', '/srv', '/tmp']);
});

test('what is downloaded into a shell is a program nobody knows, and its writer is known', () => {
  for (const text of [
    'curl -s x | sh',
    'bash -c "$(curl -s x)"',
    'bash <(curl -s x)',
    'source <(curl -s x)',
    'eval "$(curl -s x)"',
  ]) {
    const seen = invocations(text);
    expect(
      seen.flatMap(({ programs }) => programs.map(({ known, of }) => [known, of?.tool])),
      text,
    ).toEqual([[false, 'curl']]);
  }
});
