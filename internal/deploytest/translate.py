# Prints a SAM template as the CloudFormation that AWS makes of it, in JSON.
import json
import sys

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse


class NoManagedPolicies:
    def load(self):
        return {}


with open(sys.argv[1], encoding="utf-8") as file:
    template = yaml_parse(file.read())
for resource in template["Resources"].values():
    # `aws cloudformation package` puts such an address in place of a file.
    if resource["Type"] == "AWS::Serverless::Function":
        resource["Properties"]["CodeUri"] = "s3://bucket/key.zip"
json.dump(transform(template, {}, NoManagedPolicies()), sys.stdout, indent=1)
