import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

/** What it does far away; what it does here is for the rows of other families. */
function farAway(command: string): readonly string[] {
  return effectsOf(command).filter((one) => /^(infra|access|network)\./.test(one));
}

test.each([
  ['gh repo delete o/shop --yes', ['infra.destroy repository/o/shop']],
  ['gh secret delete KEY', ['infra.destroy setting/KEY']],
  ['gh workflow disable ci.yml', ['infra.scale-zero workflow/ci.yml']],
  ['gh api -X DELETE repos/o/shop/hooks/7', ['infra.destroy hooks/api/repos/o/shop/hooks/7']],
  [
    'gh api -X PUT repos/o/shop/branches/main/protection --input p.json',
    ['infra.unprotect protection/repos/o/shop/branches/main/protection'],
  ],
  [
    'gh api -X PUT repos/o/shop/collaborators/a -f permission=admin',
    ['access.widen repository/repos/o/shop/collaborators/a'],
  ],
  ['gh repo edit --visibility public', ['access.widen repository']],
  ["gh api graphql -f query='mutation { deleteRef(input: {refId: 7}) { id } }'", ['infra.destroy ref/api/graphql']],
  ['glab variable delete KEY', ['infra.destroy variable/KEY']],
  ['circleci context delete github o c', ['infra.destroy context/github']],
  ['java -jar jenkins-cli.jar -s http://j.example delete-job web', ['infra.destroy job/web']],
  ['gh pr close 7', []],
  ['gh api repos/o/shop/issues -f title=x', []],
  ['gh api repos/o/shop', []],
  ['gh api -X DELETE repos/o/shop/issues/7/labels/bug', []],
  ['gh cache delete 7', ['infra.destroy cache/7']],
  ['java -jar app.jar delete-job web', []],
  ['glab mr list', []],
  ['gh extension remove x', []],
])('%s', (command, effects) => {
  expect(farAway(command)).toEqual(effects);
});
