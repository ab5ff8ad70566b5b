import { expect, test } from 'vitest';
import { factsOfCommand } from './rows.ts';

function weight(command: string): string {
  const [fact] = factsOfCommand(command).filter(({ kind }) => kind === 'secret.read');
  if (fact === undefined) return 'none';
  return fact.attributes['usual'] === true ? 'usual' : fact.attributes['strong'] === true ? 'strong' : 'shown';
}

test.each([
  ['gpg --export-secret-keys --armor me', 'strong'],
  ['gpg --export --armor me', 'none'],
  ['security find-generic-password -s login -w', 'shown'],
  ['security dump-keychain -d', 'strong'],
  ['pass show work/db', 'shown'],
  ['pass ls', 'none'],
  ['aws configure get aws_secret_access_key', 'shown'],
  ['aws configure get region', 'none'],
  ['aws secretsmanager get-secret-value --secret-id db', 'usual'],
  ['aws secretsmanager list-secrets', 'none'],
  ['aws ecr get-login-password | docker login --password-stdin x', 'none'],
  ['gh auth token', 'usual'],
  ['gh auth status', 'none'],
  ['kubectl get secret db -o yaml', 'usual'],
  ['kubectl get secrets', 'none'],
  ['kubectl config view --raw', 'shown'],
  ['kubectl config view', 'none'],
  ['git credential fill', 'shown'],
  ['openssl rsa -in server.key -text', 'shown'],
  ['openssl rsa -in server.key -pubout', 'none'],
  ['ssh-add ~/.ssh/id_rsa', 'shown'],
  ['ssh-add -l', 'none'],
  ['op read op://vault/item/field', 'usual'],
  ['op run -- npm start', 'none'],
  ['gcore 1234', 'strong'],
])('%s: %s', (command, expected) => {
  expect(weight(command)).toBe(expected);
});
