import { describe, expect, test } from 'vitest';
import { destructiveCommandsIn } from '../../src/facts/commands-in-text.ts';

const destructive: readonly (readonly [script: string, technology: string, subject: string])[] = [
  ['terraform destroy -auto-approve', 'terraform', 'terraform destroy'],
  ['terraform -chdir=infra/prod destroy', 'terraform', 'terraform destroy'],
  ['tofu destroy', 'terraform', 'tofu destroy'],
  ['terragrunt run-all destroy --terragrunt-non-interactive', 'terraform', 'terragrunt destroy'],
  ['terraform apply -destroy', 'terraform', 'terraform destroy'],
  ['terraform destroy -target=aws_db_instance.main', 'terraform', 'aws_db_instance.main'],
  ['terraform apply -replace aws_instance.web', 'terraform', 'aws_instance.web'],
  ['terraform state rm aws_db_instance.main', 'terraform', 'aws_db_instance.main'],
  ['terraform state push old.tfstate', 'terraform', 'terraform state'],
  ['terraform state mv a.b a.c', 'terraform', 'a.b'],
  ['terraform state replace-provider hashicorp/aws x/aws', 'terraform', 'hashicorp/aws'],
  ['terraform taint aws_instance.web', 'terraform', 'aws_instance.web'],
  ['terraform workspace delete prod', 'terraform', 'workspace prod'],
  ['terraform force-unlock -force 1234', 'terraform', 'state lock'],
  ['pulumi destroy --yes --stack prod', 'pulumi', 'stack/prod'],
  ['pulumi stack rm shop/prod --force', 'pulumi', 'stack/shop/prod'],
  ['npx cdk destroy --force ShopStack', 'cloudformation', 'stack/ShopStack'],
  ['serverless remove --stage=prod', 'cloudformation', 'serverless remove'],
  ['kubectl delete ns shop', 'kubernetes', 'namespace/shop'],
  ['kubectl -n shop delete pvc/data-db-0', 'kubernetes', 'persistentvolumeclaim/data-db-0'],
  ['kubectl delete pv --all', 'kubernetes', 'persistentvolume/all'],
  ['kubectl delete crd orders.shop.example', 'kubernetes', 'customresourcedefinition/orders.shop.example'],
  ['kubectl --context prod delete statefulset db', 'kubernetes', 'statefulset/db'],
  ['kubectl delete all --all -n shop', 'kubernetes', 'everything/all'],
  ['kubectl delete -f k8s/', 'kubernetes', 'k8s/'],
  ['kubectl replace --force -f db.yaml', 'kubernetes', 'kubectl replace'],
  ['helm uninstall shop -n prod', 'helm', 'release/shop'],
  ['helm delete shop', 'helm', 'release/shop'],
  ['argocd app delete shop', 'argocd', 'release/shop'],
  ['eksctl delete cluster --name shop', 'cluster', 'cluster/shop'],
  ['aws rds delete-db-instance --db-instance-identifier shop --skip-final-snapshot', 'aws', 'rds db-instance/shop'],
  ['aws ec2 terminate-instances --instance-ids i-1', 'aws', 'ec2 instances/i-1'],
  ['aws s3 rb s3://shop --force', 'aws', 'bucket/s3://shop'],
  ['aws s3 rm s3://shop --recursive', 'aws', 'objects/s3://shop'],
  ['aws --profile prod cloudformation delete-stack --stack-name shop', 'aws', 'stack/shop'],
  ['aws dynamodb delete-table --table-name=orders', 'aws', 'dynamodb table/orders'],
  ['aws kms schedule-key-deletion --key-id abc', 'aws', 'key/abc'],
  ['gcloud sql instances delete shop --quiet', 'gcp', 'sql instances/shop'],
  ['gcloud projects delete shop', 'gcp', 'project/shop'],
  ['gsutil -m rm -r gs://shop', 'gcp', 'objects/gs://shop'],
  ['az group delete --name shop --yes', 'azure', 'resource-group/shop'],
  ['az sql db delete -n shop -g rg', 'azure', 'sql db/shop'],
  ['heroku pg:reset DATABASE --app shop --confirm shop', 'heroku', 'database/DATABASE'],
  ['flyctl apps destroy shop', 'fly', 'app/shop'],
  ['gh repo delete shop/web --yes', 'github', 'repository/shop/web'],
  ['docker volume rm shop_data', 'docker', 'docker volume rm shop_data'],
  ['docker volume prune -f', 'docker', 'docker volume prune'],
  ['docker compose down -v', 'docker', 'docker compose down'],
  ['docker-compose -f prod.yml down --volumes', 'docker', 'docker-compose prod.yml down'],
  ['docker system prune -a --volumes', 'docker', 'docker system prune'],
  ['dropdb -h db.example shop', 'postgresql', 'database/shop'],
  ['psql -c "DROP TABLE orders"', 'postgresql', 'table/orders'],
  ['psql "$URL" <<SQL\nDROP SCHEMA public CASCADE;\nSQL', 'postgresql', 'schema/public'],
  ['echo "TRUNCATE orders;" | psql "$URL"', 'postgresql', 'table/orders'],
  ['mysql -e "drop database if exists shop"', 'mysql', 'database/shop'],
  ['mysql shop -e "DELETE FROM orders;"', 'mysql', 'orders'],
  ['redis-cli -h cache FLUSHALL', 'redis', 'redis flushall'],
  ['mongosh shop --eval "db.dropDatabase()"', 'mongodb', 'table/dropDatabase'],
  ['rm -rf /', 'machine', '/'],
  ['rm -rf ~', 'machine', '~'],
  ['rm -fr "$HOME"', 'machine', '~'],
  ['sudo rm -r -f /var/lib/postgresql/15', 'machine', '/var/lib/postgresql/15'],
  ['rm -rf "${TARGET}/"', 'machine', '${TARGET}/'],
  ['dd if=/dev/zero of=/dev/sda', 'machine', '/dev/sda'],
  ['git push --force origin main', 'git', 'main'],
  ['git push -f origin HEAD:main', 'git', 'main'],
  ['git push origin --delete production', 'git', 'production'],
  ['git push origin +master', 'git', 'master'],
  ['npx prisma migrate reset --force', 'prisma', 'prisma migrate reset'],
  ['prisma db push --accept-data-loss', 'prisma', 'prisma db push'],
  ['bundle exec rails db:drop', 'rails', 'rails db:drop'],
  ['bin/rails db:reset', 'rails', 'rails db:reset'],
  ['python manage.py flush --no-input', 'django', 'manage.py flush'],
  ['php artisan migrate:fresh --seed --force', 'laravel', 'artisan migrate:fresh'],
  ['flyway -url=jdbc:x clean', 'flyway', 'flyway clean'],
  // wrapped
  ['bash -c "terraform destroy"', 'terraform', 'terraform destroy'],
  ["ssh deploy@host 'sudo docker volume rm data'", 'docker', 'docker volume rm data'],
  ['if [ "$X" = 1 ]; then kubectl delete ns shop; fi', 'kubernetes', 'namespace/shop'],
  ['AWS_PROFILE=prod terraform destroy', 'terraform', 'terraform destroy'],
  ['make plan && (cd infra && terraform destroy)', 'terraform', 'terraform destroy'],
  ['out=$(terraform destroy -auto-approve)', 'terraform', 'terraform destroy'],
  ['kubectl exec db-0 -- psql -c "DROP TABLE orders"', 'postgresql', 'table/orders'],
  ['docker compose exec -T db dropdb shop', 'postgresql', 'database/shop'],
  ['aws-vault exec prod -- terraform destroy', 'terraform', 'terraform destroy'],
  ['kubectl get ns -o name | xargs -n 1 kubectl delete ns', 'kubernetes', 'namespace/{}'],
  ['terraform \\\n  destroy \\\n  -auto-approve', 'terraform', 'terraform destroy'],
  ['bash <<EOF\nhelm uninstall shop\nEOF', 'helm', 'release/shop'],
  // what the shell makes of it
  ['kubectl delete deployment web', 'kubernetes', 'deployment/web'],
  ['aws lambda delete-function --function-name thumbs', 'aws', 'lambda function/thumbs'],
  ['D=/\nrm -rf "$D"', 'machine', '/'],
  ['cd / && rm -rf ./*', 'machine', '/'],
  ['python3 -c "import shutil; shutil.rmtree(\'/etc\')"', 'machine', '/etc'],
  ['psql -c "ALTER TABLE orders DROP COLUMN total"', 'postgresql', 'column/orders.total'],
  ['dropdb ${{ inputs.name }}', 'postgresql', 'database/${{ inputs.name }}'],
  ['dropdb << parameters.name >>', 'postgresql', 'database/<< parameters.name >>'],
  ['kubectl delete ns shop --dry-run=none', 'kubernetes', 'namespace/shop'],
];

const harmless: readonly string[] = [
  '',
  'terraform plan -destroy',
  'terraform apply -auto-approve',
  'terraform destroy --help',
  'terraform state list',
  'terraform state show aws_db_instance.main',
  'terraform workspace select prod',
  'echo "terraform destroy"',
  '# terraform destroy',
  'make lint # terraform destroy',
  'grep -r "terraform destroy" docs',
  "echo 'never run rm -rf /'",
  'pulumi up --yes',
  'pulumi preview',
  'cdk diff',
  'cdk deploy',
  'kubectl delete pod web-1',
  'kubectl delete job migrate --ignore-not-found',
  'kubectl delete ns shop --dry-run=client',
  'kubectl -n delete get pods',
  'kubectl rollout restart deployment/web',
  'helm upgrade --install shop ./chart',
  'helm uninstall shop --dry-run',
  'aws s3 sync dist s3://shop',
  'aws s3 rm s3://shop/index.html',
  'aws s3 rm s3://shop --recursive --dryrun',
  'aws cloudformation describe-stacks',
  'aws ecr batch-delete-image --repository-name web',
  'aws sqs delete-message --queue-url x',
  'gcloud run revisions delete web-1 --quiet',
  'gcloud sql instances list',
  'az group list',
  'gh release list',
  'docker compose down',
  'docker compose up -d',
  'docker run -v data:/data image',
  'docker image prune -f',
  'docker volume ls',
  'createdb shop',
  'psql -c "SELECT 1"',
  'psql -c "DELETE FROM orders WHERE id = 1"',
  'psql -h host -f schema.sql',
  'redis-cli ping',
  'mongosh --eval "db.orders.find()"',
  'rm -rf node_modules dist',
  'rm -rf ./build/*',
  'rm -rf /tmp/work',
  'rm -rf /var/lib/apt/lists/*',
  'rm -rf /var/cache/apk/*',
  'rm -rf "$TMPDIR"',
  'rm -f /etc/nginx/conf.d/default.conf',
  'rm -rf "$BUILD_DIR"',
  'git push origin main',
  'git push --force-with-lease origin feature',
  'git push -f origin feature',
  'git push origin --delete feature',
  'prisma migrate deploy',
  'prisma db push',
  'rails db:migrate',
  'RAILS_ENV=test bin/setup',
  'python manage.py migrate',
  'php artisan migrate --force',
  'cat <<EOF > notes.md\nterraform destroy\nEOF',
  'cat <<-EOF\n\trm -rf /\n\tEOF\nls',
  'command -v terraform || true',
  'dd if=disk.img of=/dev/null',
  'echo x > /dev/stderr',
  'sudo rm -rf /usr/share/dotnet /opt/ghc',
  'rm -rf ~/.m2/repository ~/.docker',
  'rm -rf "$GITHUB_WORKSPACE"/*',
  'rm -rf ${{ github.workspace }}/*',
  'cd /srv/shop && rm -rf node_modules',
  'find / -type d -name __pycache__ -exec rm -rf {} +',
  'RAILS_ENV=test rails db:drop',
  'aws s3 sync dist s3://site --delete',
  'rsync -a --delete dist/ /srv/www/site/',
  'docker system prune -af',
  'docker rm -fv web',
  'gh api -X DELETE repos/shop/web/environments/pr-1',
  'argocd app sync shop --prune',
  'restic forget --keep-daily 7',
  'migrate -path db -database "$DB" down',
  'sudo mkswap /swapfile',
  'firebase hosting:channel:delete pr-1 --force',
  'kubectl delete configmap web',
  'curl -X DELETE https://api.example/preview/1',
];

describe('what a script destroys', () => {
  test.each(destructive)('%j', (script, technology, subject) => {
    expect(destructiveCommandsIn(script).map((one) => [one.technology, one.subject])).toEqual([[technology, subject]]);
  });

  test.each(harmless)('%j is harmless', (script) => {
    expect(destructiveCommandsIn(script)).toEqual([]);
  });

  test('a command keeps its line, also after a here-document and a continuation', () => {
    const script = 'set -e\ncat <<EOF\na\nb\nEOF\necho a \\\n  b\nhelm uninstall shop\n';
    expect(destructiveCommandsIn(script).map(({ line }) => line)).toEqual([8]);
  });

  test('an expression of a pipeline stays as it is written', () => {
    const script = 'echo ${{ github.sha }}\nhelm uninstall ${{\n  inputs.name }} -n $[[ inputs.space ]]';
    const [found] = destructiveCommandsIn(script);
    expect(found).toMatchObject({ line: 2, command: 'helm uninstall ${{ inputs.name }} -n $[[ inputs.space ]]' });
  });

  test('a password does not show', () => {
    const [found] = destructiveCommandsIn(
      'mysql --password=hunter22 -e "drop database shop"; psql postgres://a:hunter22@h/d -c "drop table t"',
    );
    expect(JSON.stringify(found)).not.toContain('hunter22');
  });

  test('what is never closed is still read', () => {
    for (const part of ['$(', '"', "'", '`', '<<A ', '${{', '\\', '((', 'bash -c "']) {
      expect(destructiveCommandsIn(part.repeat(20_000)), part).toEqual([]);
      // a word that makes it worth reading
      expect(destructiveCommandsIn(`kubectl drop\n${part.repeat(4_000)}`), part).toEqual([]);
    }
  });
});
