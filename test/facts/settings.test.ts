import { expect, test } from 'vitest';
import { settings } from '../../src/facts/analyzers/settings.ts';
import { factsBetween } from './text-changes.ts';

function told(path: string, before: string | null, after: string): readonly string[] {
  const facts = factsBetween(before === null ? {} : { [path]: before }, { [path]: after }, [settings]);
  return facts.map(
    ({ attributes: of, where }) => `${of['name']} ${of['protection']} ${of['certainty']} ${where.range?.from}`,
  );
}

test.each<[what: string, path: string, before: string, after: string, seen: string]>([
  ['debugging', '.env.production', 'DEBUG=false\n', 'DEBUG=true\n', 'debug other likely 1'],
  ['debugging that was not said', '.env.production', 'PORT=1\n', 'PORT=1\nAPP_DEBUG=1\n', 'app_debug other likely 2'],
  ['Django', 'shop/settings.py', 'DEBUG = False\n', 'DEBUG = True\n', 'debug other likely 1'],
  ['Django by environment', 'shop/settings/production.py', 'DEBUG = False\n', 'DEBUG = True\n', 'debug other likely 1'],
  [
    'any host',
    'shop/settings/prod.py',
    'ALLOWED_HOSTS = ["shop.example"]\n',
    'ALLOWED_HOSTS = ["*"]\n',
    'allowed_hosts[] other likely 1',
  ],
  [
    'another environment',
    'config/prod.env',
    'NODE_ENV=production\n',
    'NODE_ENV=development\n',
    'node_env other likely 1',
  ],
  [
    'Spring',
    'src/main/resources/application-prod.yml',
    'spring:\n  profiles:\n    active: prod\n',
    'spring:\n  profiles:\n    active: dev\n',
    'spring.profiles.active other likely 3',
  ],
  [
    'maintenance',
    'config/production.yml',
    'maintenance:\n  enabled: false\n',
    'maintenance:\n  enabled: true\n',
    'maintenance.enabled other likely 2',
  ],
  [
    'certificates',
    'config/production.json',
    '{"http":{"rejectUnauthorized":true}}',
    '{"http":{"rejectUnauthorized":false}}',
    'http.reject_unauthorized other likely 1',
  ],
  [
    'certificates of node',
    '.env.prod',
    '',
    'NODE_TLS_REJECT_UNAUTHORIZED=0\n',
    'node_tls_reject_unauthorized other likely 1',
  ],
  [
    'encryption of the database',
    'config/prod.toml',
    'sslmode = "verify-full"\n',
    'sslmode = "disable"\n',
    'sslmode other likely 1',
  ],
  [
    'Rails',
    'config/environments/production.rb',
    '  config.force_ssl = true\n',
    '  config.force_ssl = false\n',
    'config.force_ssl other likely 1',
  ],
  [
    'cookies',
    'app/settings/production.py',
    'SESSION_COOKIE_SECURE = True\n',
    'SESSION_COOKIE_SECURE = False\n',
    'session_cookie_secure other likely 1',
  ],
  [
    'origins',
    'config/production.yaml',
    'cors:\n  origin: https://shop.example\n',
    'cors:\n  origin: "*"\n',
    'cors.origin other likely 2',
  ],
  [
    'a list of origins',
    'config/production.yaml',
    'cors:\n  allowed_origins:\n    - https://shop.example\n',
    'cors:\n  allowed_origins:\n    - "*"\n',
    'cors.allowed_origins[] other likely 3',
  ],
  [
    'a check of who it is',
    'config/production.yml',
    'auth:\n  enabled: true\n',
    'auth:\n  enabled: false\n',
    'auth.enabled other likely 2',
  ],
  [
    'anonymous access',
    'deploy/prod/app.ini',
    '[auth]\nallow_anonymous = false\n',
    '[auth]\nallow_anonymous = true\n',
    'auth.allow_anonymous other likely 2',
  ],
  [
    'limits',
    'config/prod.yml',
    'rate_limit:\n  enabled: true\n',
    'rate_limit:\n  enabled: false\n',
    'rate_limit.enabled other likely 2',
  ],
  [
    'a file that says nothing of where it runs',
    'config/app.yml',
    'debug: false\n',
    'debug: true\n',
    'debug other possible 1',
  ],
  [
    'ASP.NET',
    'appsettings.Production.json',
    '{"Security":{"Enabled":true}}',
    '{"Security":{"Enabled":false}}',
    'security.enabled other likely 1',
  ],
  [
    'a list of variables',
    'compose.prod.yml',
    'environment:\n  - DEBUG=false\n',
    'environment:\n  - DEBUG=true\n',
    'environment.debug other likely 2',
  ],
  [
    'staging that points at production',
    '.env.staging',
    'DB_HOST=db.staging.shop.example\n',
    'DB_HOST=db.prod.shop.example\n',
    'db_host isolation likely 1',
  ],
  [
    'a new setting that does',
    'config/staging.yml',
    'port: 1\n',
    'port: 1\nredis:\n  url: redis://cache.production.internal\n',
    'redis.url isolation likely 3',
  ],
  [
    'a bucket',
    'envs/dev/app.properties',
    'uploads.bucket=shop-uploads-dev\n',
    'uploads.bucket=shop-uploads-prod\n',
    'uploads.bucket isolation likely 1',
  ],
  [
    'a name of a database',
    'config/dev.toml',
    '[db]\nname = "shop_dev"\ndatabase = "shop_dev"\n',
    '[db]\nname = "shop_dev"\ndatabase = "shop_production"\n',
    'db.database isolation likely 3',
  ],
  [
    'variables of Terraform',
    'infra/staging.tfvars',
    'db_host = "stg-db.internal"\n',
    'db_host = "prod-db.internal"\n',
    'db_host isolation likely 1',
  ],
  [
    'a login in the address',
    '.env.development',
    '',
    'DATABASE_URL=postgres://shop:hunter2@prod-db.internal/shop\n',
    'database_url isolation likely 1',
  ],
  [
    'a ConfigMap',
    'overlays/staging/config.yaml',
    'kind: ConfigMap\ndata:\n  API_URL: https://api.staging.shop.example\n',
    'kind: ConfigMap\ndata:\n  API_URL: https://api.prod.shop.example\n',
    'data.api_url isolation likely 3',
  ],
])('%s is seen', (_what, path, before, after, seen) => {
  expect(told(path, before, after)).toEqual([seen]);
});

test.each<[what: string, path: string, before: string | null, after: string]>([
  ['debugging at home', '.env.development', 'DEBUG=false\n', 'DEBUG=true\n'],
  ['debugging that goes', '.env.production', 'DEBUG=true\n', 'DEBUG=false\n'],
  ['a comment', '.env.production', 'DEBUG=false\n', '# DEBUG=true\nDEBUG=false\n'],
  ['a move within the file', '.env.production', 'A=1\nDEBUG=true\n', 'DEBUG=true\nA=1\n'],
  ['a level of the log', 'config/production.yml', 'log:\n  level: info\n', 'log:\n  level: debug\n'],
  ['another port', '.env.production', 'PORT=1\n', 'PORT=2\n'],
  ['a flag of a feature', 'config/production.yml', 'features:\n  checkout: true\n', 'features:\n  checkout: false\n'],
  ['a stricter mode', 'config/prod.toml', 'sslmode = "require"\n', 'sslmode = "verify-full"\n'],
  ['production by its long name', '.env.prod', 'NODE_ENV=prod\n', 'NODE_ENV=production\n'],
  [
    'an origin',
    'config/production.yaml',
    'cors:\n  origin: https://a.example\n',
    'cors:\n  origin: https://b.example\n',
  ],
  [
    'a star that was there',
    'config/production.yaml',
    'cors:\n  origin: "*"\n',
    'cors:\n  origin: "*"\n  max_age: 10\n',
  ],
  ['protection that comes', 'config/production.yml', 'auth:\n  enabled: false\n', 'auth:\n  enabled: true\n'],
  ['what was never on', 'config/production.yml', 'a: 1\n', 'a: 1\naudit:\n  enabled: false\n'],
  ['a new file of defaults', 'config/app.yml', null, 'debug: true\n'],
  ['an example', '.env.production.example', 'DEBUG=false\n', 'DEBUG=true\n'],
  ['a fixture', 'test/fixtures/config/production.yml', 'debug: false\n', 'debug: true\n'],
  ['a translation', 'config/locales/prod.yml', 'debug: false\n', 'debug: true\n'],
  ['staging to staging', '.env.staging', 'DB_HOST=a.staging.example\n', 'DB_HOST=b.staging.example\n'],
  [
    'what pointed there before',
    '.env.staging',
    'CDN_URL=https://cdn.prod.example/1\n',
    'CDN_URL=https://cdn.prod.example/2\n',
  ],
  ['a page about it', '.env.staging', '', 'HELP_TEXT=see https://wiki.example/prod\n'],
  ['products', '.env.staging', 'API_URL=https://a.example\n', 'API_URL=https://products.example\n'],
  ['nonprod', '.env.dev', '', 'BUCKET=shop-nonprod\n'],
  ['preprod', '.env.staging', '', 'DB_HOST=db.preprod.example\n'],
  ['a mode of the program', '.env.staging', 'NODE_ENV=staging\n', 'NODE_ENV=production\n'],
  ['production in production', '.env.production', 'DB_HOST=a.prod.example\n', 'DB_HOST=b.prod.example\n'],
  ['away from production', '.env.staging', 'DB_HOST=db.prod.example\n', 'DB_HOST=db.staging.example\n'],
  ['code', 'src/config.ts', 'export const debug = false;\n', 'export const debug = true;\n'],
  ['settings of a tool', 'tsconfig.prod.json', '{"debug":false}', '{"debug":true}'],
  ['prose', 'docs/production.yml', 'debug: false\n', 'debug: true\n'],
])('%s is quiet', (_what, path, before, after) => {
  expect(told(path, before, after)).toEqual([]);
});

test('a password in an address is not repeated', () => {
  const facts = factsBetween({}, { '.env.staging': 'DATABASE_URL=postgres://shop:hunter2@prod-db.internal/shop\n' }, [
    settings,
  ]);
  expect(facts).toHaveLength(1);
  expect(JSON.stringify(facts)).not.toContain('hunter2');
});
