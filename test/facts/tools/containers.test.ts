import { expect, test } from 'vitest';
import { effectsOf, factsOfCommand } from './rows.ts';

test.each([
  ['docker ps -a', []],
  ['docker build -t shop .', []],
  ['docker compose up -d', []],
  ['docker compose down', []],
  ['docker compose down -v', ['infra.destroy docker compose down']],
  ['docker-compose -f compose.yml down --volumes', ['infra.destroy docker-compose compose.yml down']],
  ['docker volume ls', []],
  ['docker volume rm shop_data', ['infra.destroy docker volume rm shop_data']],
  ['podman volume prune -f', ['infra.destroy podman volume prune']],
  ['docker rm web', ['infra.destroy docker rm web']],
  ['docker rm -vf web', ['infra.destroy docker rm web']],
  ['docker builder prune -af', []],
  ['docker system df', []],
  ['docker system prune -af', ['infra.destroy docker system prune']],
  ['docker push registry.example/shop:1', ['release.publish docker push registry.example/shop:1']],
  ['docker logs web', []],
  ['docker stack rm shop', ['infra.destroy docker stack rm shop']],
  ['docker service scale web=0', ['infra.scale-zero docker service scale web=0']],
  ['docker swarm leave --force', ['infra.destroy docker swarm leave']],
  ['docker secret rm key', ['infra.destroy docker secret rm key']],
  ['docker run --rm alpine true', []],
  ['docker run --rm --privileged alpine true', ['exec.privileged docker privileged']],
  ['docker run --rm --privileged tonistiigi/binfmt --install all', []],
  ['docker run --rm -v /:/host alpine ls', ['exec.privileged docker with the disk of the machine']],
  ['docker run --rm -v "$PWD":/app node npm test', []],
  [
    'docker run -v /var/run/docker.sock:/var/run/docker.sock scanner',
    ['exec.privileged docker with the socket of the engine'],
  ],
  ['docker run --pid=host alpine ps', ['exec.privileged docker among the processes of the machine']],
  ['docker run alpine sh -c "echo --privileged"', []],
  ['vagrant destroy -f', ['infra.destroy vagrant destroy']],
  ['vagrant up', []],
  ['multipass delete vm1', ['infra.destroy multipass delete vm1']],
  ['wsl --unregister Ubuntu', ['infra.destroy wsl Ubuntu']],
  ['docker volume rm --help', []],
])('%s', (command, effects) => {
  // other families may know more of the same command; of what is harmless nobody says anything
  expect(effectsOf(command)).toEqual(effects.length === 0 ? [] : expect.arrayContaining(effects));
});

test.each([
  ['docker volume rm shop_data', 'dev', true],
  ['docker --context prod volume rm shop_data', 'prod', true],
  ['docker -H tcp://10.0.0.5:2376 volume rm shop_data', 'unknown', true],
  ['docker compose -f docker-compose.test.yml down -v', 'test', true],
  ['docker volume rm shop_test_data', 'test', true],
  ['docker rm web', 'dev', false],
  ['docker container prune -f', 'dev', 'unknown'],
])('%s', (command, environment, stateful) => {
  const [fact] = factsOfCommand(command).filter(({ kind }) => kind === 'infra.destroy');
  expect(fact?.attributes).toMatchObject({ environment, stateful });
});
