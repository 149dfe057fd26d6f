"""What annotation is: values, edits and text, without Qt, SQL or files."""
