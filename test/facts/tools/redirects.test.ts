import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

test.each([
  ['echo x > /dev/sda', ['fs.overwrite /dev/sda']],
  ['cat a > ~/.ssh/config', ['fs.overwrite /home/dev/.ssh/config']],
  ['make 2> build/errors.txt', ['fs.overwrite build/errors.txt']],
  ['sort a >| /etc/fstab', ['fs.overwrite /etc/fstab']],
  ['python3 -c "import os; os.remove(\'src/a.py\')"', ['fs.delete src/a.py']],
  ['node -e "fs.writeFileSync(\'src/a.ts\', 1)"', ['fs.overwrite src/a.ts']],
  ['python3 -c "[os.remove(f) for f in glob.glob(\'/etc/*\')]"', ['fs.delete /etc']],
  ['make > /dev/null 2>&1', []],
  ['echo "a > /etc/passwd"', []],
  ['python3 -c "print(\'os.remove\')"', []],
])('%s', (command, effects) => {
  expect(effectsOf(command)).toEqual(effects);
});
