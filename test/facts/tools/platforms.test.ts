import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

/** What it does far away; what it does here is for the rows of other families. */
function farAway(command: string): readonly string[] {
  return effectsOf(command).filter((one) => /^(infra|access|network)\./.test(one));
}

test.each([
  ['heroku pg:reset DATABASE_URL -a shop', ['infra.destroy database/DATABASE_URL']],
  ['heroku ps:scale web=0', ['infra.scale-zero app/web=0']],
  ['fly volumes destroy vol_1', ['infra.destroy volume/vol_1']],
  ['vercel remove shop --yes', ['infra.destroy deployment/shop']],
  ['netlify sites:delete shop', ['infra.destroy project/shop']],
  ['railway environment delete prod', ['infra.destroy project/prod']],
  ['wrangler d1 delete shop', ['infra.destroy database/shop']],
  ['wrangler deployments rollback', ['infra.replace deployment']],
  ['supabase db reset --linked', ['infra.destroy database']],
  ['firebase firestore:delete --all-collections', ['infra.destroy project']],
  ['neonctl branches delete main', ['infra.destroy database/main']],
  ['pscale database delete shop', ['infra.destroy project/shop']],
  ["wrangler d1 execute db --local --command 'DROP TABLE x'", []],
  ['fly destroy-pipeline -p web', ['infra.destroy pipeline']],
  ['supabase db reset', []],
  ['vercel --prod', []],
  ['wrangler deploy', []],
  ['fly status', []],
  ['heroku config', []],
  ['netlify dev', []],
])('%s', (command, effects) => {
  expect(farAway(command)).toEqual(effects);
});
