import { expect, test } from 'vitest';
import { effectsOf, factsOfCommand } from './rows.ts';

test.each([
  ['npm publish', ['release.publish npm publish']],
  ['npm publish --access public', ['release.publish npm publish']],
  ['npm publish --dry-run', []],
  ['npm publish --dry-run=false', ['release.publish npm publish']],
  ['npm publish --registry http://localhost:4873', []],
  ['npm pack', []],
  ['npm run publish:docs', []],
  ['npm unpublish left@1.0.0', ['release.publish npm unpublish left@1.0.0']],
  ['npm owner ls left', []],
  ['npm owner add mallory left', ['release.publish npm owner add mallory']],
  ['npm dist-tag ls left', []],
  ['npm dist-tag rm left beta', ['release.publish npm dist-tag rm left']],
  ['pnpm -r publish', ['release.publish pnpm publish']],
  ['yarn npm publish', ['release.publish yarn npm publish']],
  ['cargo publish -p left', ['release.publish cargo publish']],
  ['cargo package', []],
  ['cargo yank --version 1.0.0 left', ['release.publish cargo yank 1.0.0 left']],
  ['twine upload dist/*', ['release.publish twine upload dist/*']],
  ['twine upload -r testpypi dist/*', []],
  ['twine check dist/*', []],
  ['poetry publish --build', ['release.publish poetry publish']],
  ['poetry build', []],
  ['gem push left-1.0.0.gem', ['release.publish gem push left-1.0.0.gem']],
  ['gem build left.gemspec', []],
  ['mvn -B deploy', ['release.publish mvn deploy']],
  ['mvn -B package', []],
  ['gradle publish', ['release.publish gradle publish']],
  ['gradle publishToMavenLocal', []],
  ['dotnet nuget push left.nupkg', ['release.publish dotnet nuget push left.nupkg']],
  ['dotnet publish -c Release', []],
  ['vsce publish', ['release.publish vsce publish']],
  ['vsce package', []],
  ['goreleaser release --snapshot', []],
  ['goreleaser release --clean', ['release.publish goreleaser release']],
  ['goreleaser build', []],
  ['semantic-release', ['release.publish semantic-release']],
  ['changeset version', []],
  ['changeset publish', ['release.publish changeset publish']],
])('%s', (command, effects) => {
  // other families may know more of the same command; of what is harmless nobody says anything
  expect(effectsOf(command)).toEqual(effects.length === 0 ? [] : expect.arrayContaining(effects));
});

test('a signature that only a pipeline can get says that this is one', () => {
  const [fact] = factsOfCommand('npm publish --provenance').filter(({ kind }) => kind === 'release.publish');
  expect(fact?.attributes['certainty']).toBe('possible');
});
