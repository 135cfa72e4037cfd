"""The consortium: organisations and what each one decides about itself."""
