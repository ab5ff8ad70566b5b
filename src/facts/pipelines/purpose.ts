/** What a step of a pipeline is for, by the words it is made of. */
export type Purpose = 'scan' | 'test' | 'lint' | 'plan' | 'approval' | 'review';

const SCANNERS =
  /\b(codeql|trivy|checkov|tfsec|tf-?sec|kics|terrascan|snyk|semgrep|sonar(qube|cloud|-scanner|source)?|gitleaks|trufflehog|detect-secrets|secret-?scan(ning)?|grype|anchore|bandit|gosec|brakeman|zizmor|scorecard|dependency-review|dependency[-_ ]?check|osv-scanner|govulncheck|pip-audit|safety check|npm audit|yarn audit|pnpm audit|cargo[- ](audit|deny)|bundle[- ]?audit|hadolint|kube-?linter|kubesec|kube-score|kubeconform|kubeval|conftest|opa (test|eval)|polaris|squawk|atlas migrate lint|cosign verify|slsa-verifier|clair|docker scout|mend|whitesource|fossa|blackduck|veracode|fortify|checkmarx|zap|nuclei|gitguardian|ggshield|prowler|cfn[-_]nag|cfn-guard|cfn-lint|sast|dast|security|vulnerabilit(y|ies)|compliance|harden-runner)\b/i;
const TESTS =
  /\b(tests?|testing|pytest|tox|nox|unittest|jest|vitest|mocha|karma|playwright|cypress|rspec|minitest|phpunit|pest|gotestsum|ctest|bats|ava|coverage|codecov|coveralls|e2e|specs?|integration-tests?|unit-tests?|smoke|check|checks|verify|validate|terratest|molecule)\b/i;
const LINTERS =
  /\b(lint|linter|linting|eslint|tslint|biome|oxlint|ruff|flake8|pylint|mypy|pyright|black|isort|rubocop|golangci-lint|golangci|staticcheck|go vet|clippy|rustfmt|shellcheck|actionlint|yamllint|tflint|super-linter|megalinter|prettier|stylelint|ktlint|detekt|checkstyle|spotbugs|phpstan|psalm|type-?check|typecheck|tsc|fmt|pre-commit|commitlint|markdownlint|swiftlint|credo|dialyzer)\b/i;
const PLANS =
  /\b(terraform|tofu|terragrunt)\b.*\b(plan|validate|fmt)\b|\b(plan|preview)\b.*\b(terraform|tofu|pulumi|cdk)\b|\bpulumi preview\b|\bcdk diff\b|\bkubectl diff\b|--dry-run\b|\bhelm (lint|template|diff)\b|\binfracost\b|\bdriftctl\b/i;
const APPROVALS = /\b(manual[-_ ]?approval|approval|approve-gate|wait-for-approval|required?-review|hold)\b/i;

export function purposeOf(text: string): Purpose | null {
  if (APPROVALS.test(text)) return 'approval';
  if (SCANNERS.test(text)) return 'scan';
  if (PLANS.test(text)) return 'plan';
  if (LINTERS.test(text)) return 'lint';
  return TESTS.test(text) ? 'test' : null;
}

const DEPLOYS =
  /\b(deploy|deploys|deploying|deployment|deployer|release|releases|publish|publishing|promote|rollout|roll-out|ship|go-?live|provision|apply|prod|production)\b|\b(terraform|tofu|terragrunt)\b[^\n]*\bapply\b|\bkubectl\b[^\n]*\b(apply|set image|rollout)\b|\bhelm (upgrade|install)\b|\bhelmfile (apply|sync)\b|\baws (s3 (sync|cp)|cloudformation deploy|ecs update-service|lambda update-function-code)\b|\b(cdk|sls|serverless|sam|copilot|amplify|eb|fly|flyctl|vercel|netlify|wrangler|firebase|railway|gcloud (run|app|functions))\b[^\n]*\bdeploy\b|\bpulumi up\b|\b(npm|pnpm|yarn|cargo|poetry|gem|twine|dotnet nuget|mvn|gradle)\b[^\n]*\b(publish|upload|push|deploy)\b|\bdocker (buildx )?(push|bake)\b|\bcap production\b|\bansible-playbook\b|\bargocd app sync\b/i;

/** Something outside of the pipeline is different after it ran. */
export function isDeploy(text: string): boolean {
  return DEPLOYS.test(text.replaceAll('_', ' '));
}

export function wordsOf(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[_/:.]+/g, ' ');
}
