import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

function farAway(command: string): readonly string[] {
  return effectsOf(command).filter((one) => one.startsWith('infra.'));
}

test.each([
  [
    `python3 -c "import requests; requests.delete('https://api.shop.example/users/7')"`,
    ['infra.destroy users/api.shop.example/users/7'],
  ],
  [
    `node -e "fetch('https://api.shop.example/users/7', { method: 'DELETE' })"`,
    ['infra.destroy users/api.shop.example/users/7'],
  ],
  [`python3 -c "import boto3; boto3.client('s3').delete_bucket(Bucket='shop')"`, ['infra.destroy bucket']],
  [`python3 -c "import requests; requests.get('https://api.shop.example/users/7')"`, []],
  [`node -e "const seen = new Map(); seen.delete('a')"`, []],
  [`python3 -c "import boto3; print(boto3.client('s3').list_buckets())"`, []],
])('%s', (command, effects) => {
  expect(farAway(command)).toEqual(effects);
});
