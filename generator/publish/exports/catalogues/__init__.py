"""What describes the data: data package, DCAT, OpenAPI, schema.org, headers, sitemaps."""
