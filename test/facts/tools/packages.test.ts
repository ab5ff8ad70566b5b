import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

test.each([
  ['npm install', []],
  ['npm install express', []],
  ['npm install expres', ['dependency.add expres']],
  ['pip install reqests==2.0', ['dependency.add reqests']],
  ['pip install -r requirements.txt', []],
  ['npm install -g typescript', ['system.change npm install typescript']],
  ['yarn add zod', []],
  ['cargo add serde', []],
  ['go get ./...', []],
  ['apt-get update', []],
  ['apt list --installed', []],
  ['apt-get install -y jq', ['system.change apt-get install jq']],
  ['apt-get purge -y nginx', ['system.change apt-get purge nginx']],
  ['apt-get remove -s nginx', []],
  ['dnf remove nginx', ['system.change dnf remove nginx']],
  ['pacman -Rns nginx', ['system.change pacman nginx']],
  ['pacman -Ss nginx', []],
  ['brew uninstall jq', ['system.change brew uninstall jq']],
  ['brew list', []],
  ['gem uninstall rails', ['system.change gem uninstall rails']],
  ['bundle install', []],
  ['conda env remove -n shop', ['system.change conda env remove shop']],
  [
    'npm config set registry http://registry.example/',
    ['system.change npm config set registry http://registry.example/'],
  ],
  ['npm config set registry https://registry.npmjs.org/', []],
  ['npm config get registry', []],
  ['npm cache clean --force', []],
  ['mvn clean install', []],
  ['docker run --rm debian apt-get install -y jq', []],
])('%s', (command, effects) => {
  // other families may know more of the same command; of what is harmless nobody says anything
  expect(effectsOf(command)).toEqual(effects.length === 0 ? [] : expect.arrayContaining(effects));
});
