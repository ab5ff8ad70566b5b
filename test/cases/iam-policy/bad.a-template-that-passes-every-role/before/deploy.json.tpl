{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::${account}:role/app" },
    { "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": ${queues} }
  ]
}
