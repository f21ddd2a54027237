"""What crosses the API's border, as pydantic models: they validate what comes in and document what goes out."""
