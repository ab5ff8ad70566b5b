import { expect, test } from 'vitest';
import { invocations, runs, wordsOf } from './runs.ts';

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

test.each([
  ['sudo and its options', 'sudo -nu root -- rm x', ['rm x']],
  ['a wrapper of a wrapper', 'nohup nice -n 5 timeout -k 1 10 stdbuf -oL rm x &', ['rm x']],
  ['env with a split string', "env -S 'rm -rf' /", ['env -S rm -rf /', 'rm -rf /']],
  ['su with a script', "su - root -c 'rm x'", ['su - root -c rm x', 'rm x']],
  ['ssh puts its words together', "ssh -p 22 h 'rm a; rm b'", ['ssh -p 22 h rm a; rm b', 'rm a', 'rm b']],
  [
    'docker with options of its own',
    'docker compose -f a.yml exec -T db dropdb shop',
    ['docker compose -f a.yml exec -T db dropdb shop', 'dropdb shop'],
  ],
  ['kubectl behind two dashes', 'kubectl -n a exec -it p -- rm x', ['kubectl -n a exec -it p -- rm x', 'rm x']],
  ['a package by its version', 'npx --yes rimraf@5 /', ['npx --yes rimraf@5 /', 'rimraf /']],
  ['xargs with what it is fed', 'echo a b | xargs -n1 rm', ['rm a', 'rm b']],
  ['xargs with what nobody knows', 'find /srv -name x | xargs -I{} rm {}/y', ['find /srv -name x', 'rm {}/y?']],
  ['find starts programs', 'find /srv -exec rm {} +', ['find /srv -exec rm {} +', 'rm {}?']],
  ['parallel', 'parallel rm {} ::: a b', ['parallel rm {} ::: a b', 'rm a', 'rm b']],
  ['what is typed into a terminal', "tmux send-keys -t a 'rm x' Enter", ['tmux send-keys -t a rm x Enter', 'rm x']],
  ['what cron would run', 'echo "0 3 * * * rm x" | crontab -', ['crontab -', 'rm x']],
  ['an alias of git', "git -c alias.x='!rm y' x", ['git -c alias.x=!rm y x', 'rm y']],
  [
    'a filter of git',
    "git filter-branch --tree-filter 'rm x' HEAD",
    ['git filter-branch --tree-filter rm x HEAD', 'rm x'],
  ],
  ['a variable that git runs', "GIT_SSH_COMMAND='rm x; ssh' git fetch", ['git fetch', 'rm x', 'ssh']],
  [
    'an archive that runs something',
    "tar cf a --checkpoint-action=exec='rm x' b",
    ['tar cf a --checkpoint-action=exec=rm x b', 'rm x'],
  ],
  [
    'python',
    `python3.12 -c 'import os; os.system(f"rm {d}")'`,
    ['python3.12 -c import os; os.system(f"rm {d}")', 'rm ${d}?'],
  ],
  [
    'words in a list of a program',
    `node -e "spawn('rm', ['-rf', '/'])"`,
    ["node -e spawn('rm', ['-rf', '/'])", 'rm -rf /'],
  ],
  ['awk', `awk 'BEGIN { system("rm x") }'`, ['awk BEGIN { system("rm x") }', 'rm x']],
  ['a trap', 'trap "rm x" EXIT', ['trap rm x EXIT', 'rm x']],
  ['letters turned back', 'echo "x mr" | rev | sh', ['rm x']],
  ['letters turned by tr', "echo 'ez k' | tr a-z n-za-m | sh", ['rm x']],
  ['reckoned with', 'echo $((1 + $(rm x)))', ['rm x']],
  ['reckoned with in a command', '(( x = $(rm x) ))', ['rm x']],
  [
    'words behind a split string',
    "env -S 'git -C /repo' reset --hard",
    ['env -S git -C /repo reset --hard', 'git -C /repo reset --hard'],
  ],
  ['a split string at its option', "env -S'git reset' --hard", ['env -Sgit reset --hard', 'git reset --hard']],
  [
    'parallel with options that take a word',
    'parallel --delimiter , --tagstring x rm {} ::: a',
    ['parallel --delimiter , --tagstring x rm {} ::: a', 'rm a'],
  ],
  ['a script of parallel', "parallel bash -c 'rm x' ::: ok", ['parallel bash -c rm x ::: ok', 'rm x']],
  ['a command line in quotes', "'rm -rf ~'", ['rm -rf ~', 'rm -rf /home/dev']],
  ['a program with a blank in its folder', '"/opt/My App/run" x', ['run x']],
  ['an assignment that is none', 'A-B=2 git reset --hard', ['a-b=2 git reset --hard', 'git reset --hard']],
  ['what a shell does itself', 'unset HISTFILE; coproc rm x', ['unset HISTFILE', 'rm x']],
  ['kubectl of another program', 'minikube -p a kubectl -- delete ns x', ['kubectl delete ns x']],
  ['another group', "sg docker 'rm x'", ['sg docker rm x', 'rm x']],
  ['fed to two', 'tee >(sh) <<EOF\nrm x\nEOF', ['rm x', 'tee >(sh)?']],
])('%s', (_name, text, expected) => {
  expect(runs(text)).toEqual(expected);
});

test('a file that the shell prints itself is read by cat', () => {
  expect(invocations('x=$(<a.txt)').map(wordsOf)).toEqual(['cat a.txt']);
});

test('a here-document that is not there is a program nobody knows', () => {
  const programs = (text: string): unknown =>
    invocations(text).flatMap((run) => run.programs.map(({ known }) => known));
  expect(programs("bash << 'EOF'")).toEqual([false]);
  expect(programs("bash << 'EOF'\nls\nEOF")).toEqual([]);
  expect(programs("cat << 'EOF'")).toEqual([]);
});

test.each([
  [
    'PowerShell',
    'Get-ChildItem C:\\y | Remove-Item -Recurse -Path:.; rd "a b"',
    ['get-childitem C:\\y', 'remove-item -Recurse -Path:.', 'rd a b'],
  ],
  ['a variable of it', '$p = "C:\\a"; Remove-Item $p', ['remove-item C:\\a']],
  ['its blocks', 'if (Test-Path x) { Remove-Item x } <# Remove-Item y #>', ['test-path x', 'remove-item x']],
  ['its encoded text', 'pwsh -enc cgBtACAALQByAGYAIAAvAA==', ['pwsh -enc cgBtACAALQByAGYAIAAvAA==', 'rm -rf /']],
  ['a call of .NET', '[IO.File]::Delete("C:\\x")', ['[io.file]::delete C:\\x']],
  ['cmd inside sh', 'cmd /c "rd /s /q C:\\x & del y"', ['cmd /c rd /s /q C:\\x & del y', 'rd /s /q C:\\x', 'del y']],
  ['cmd by itself', 'for %i in (a b) do del /q C:\\%i', ['del /q C:\\%i?']],
  ['leading operators', '&& rm -rf /', ['rm -rf /']],
  ['a quote that is not closed', 'echo "a\nrm -rf /', ['a', 'rm -rf /']],
])('%s', (_name, text, expected) => {
  expect(runs(text)).toEqual(expected);
});

test('through what it runs is told from outside to inside', () => {
  const seen = invocations('sudo ssh h \'docker exec c sh -c "echo cm0geA== | base64 -d | sh"\'').at(-1);
  expect(seen?.tool).toBe('rm');
  expect(seen?.through.map(({ kind, at }) => `${kind} ${at}`.trim())).toEqual([
    'privilege',
    'remote h',
    'container c',
    'shell',
    'shell',
    'decoded',
  ]);
  expect(seen?.cwd).toBeNull();
});

test('what may never run says so', () => {
  const text = 'rm a; if x; then rm b; fi; f() { rm c; }; false && rm d; x || rm e';
  const seen = invocations(text).filter(({ tool }) => tool === 'rm');
  expect(seen.map(({ args, certainty }) => `${args[0]?.text} ${certainty}`)).toEqual([
    'a certain',
    'b likely',
    'd possible',
    'e likely',
    'c possible',
  ]);
});
