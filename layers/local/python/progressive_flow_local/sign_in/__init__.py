"""The local OpenID Connect provider: the pages and endpoints that Cognito's managed login has, in front of the local Cognito."""
