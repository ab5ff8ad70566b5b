import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

/** What it does far away; what it does here is for the rows of other families. */
function farAway(command: string): readonly string[] {
  const shell = command.startsWith('Invoke-') ? 'powershell' : 'sh';
  return effectsOf(command, { shell }).filter((one) => /^(infra|access|network)\./.test(one));
}

test.each([
  ['curl -X DELETE https://api.shop.example/users/7', ['infra.destroy users/api.shop.example/users/7']],
  ["curl -XDELETE 'http://es:9200/orders'", ['infra.destroy index/es:9200/orders']],
  ['curl -sX DELETE localhost:8001/services/web', ['infra.destroy services/localhost:8001/services/web']],
  [
    'curl --request=DELETE https://api.shop.example/v1/flags/checkout',
    ['infra.destroy flags/api.shop.example/v1/flags/checkout'],
  ],
  ['http DELETE :7700/indexes/products', ['infra.destroy index/localhost:7700/indexes/products']],
  ['xh delete https://api.shop.example/hooks/7', ['infra.destroy hooks/api.shop.example/hooks/7']],
  ['wget --method=DELETE https://api.shop.example/users/7', ['infra.destroy users/api.shop.example/users/7']],
  [
    'Invoke-RestMethod -Method Delete -Uri https://api.shop.example/users/7',
    ['infra.destroy users/api.shop.example/users/7'],
  ],
  [
    "curl -X POST http://es:9200/orders/_delete_by_query -d '{}'",
    ['infra.destroy documents/es:9200/orders/_delete_by_query'],
  ],
  [
    "curl -d '' https://jenkins.shop.example/job/web/doDelete",
    ['infra.destroy job/jenkins.shop.example/job/web/doDelete'],
  ],
  [
    `curl https://api.shop.example/graphql -d '{"query":"mutation{deleteProject(id:7){id}}"}'`,
    ['infra.destroy project/api.shop.example/graphql'],
  ],
  ['curl -X DELETE https://test.shop.example/users/7', ['infra.destroy users/test.shop.example/users/7']],
  ['curl -X DELETE http://localhost:3000/api/todos/7', ['infra.destroy todos/localhost:3000/api/todos/7']],
  ['curl https://api.shop.example/users/delete', []],
  ['curl -X POST https://api.shop.example/users -d name=a', []],
  ['curl -G https://api.shop.example -d action=delete', []],
  ['echo curl -X DELETE https://api.shop.example/users/7', []],
  ['curl -X DELETE --help', []],
])('%s', (command, effects) => {
  expect(farAway(command)).toEqual(effects);
});
