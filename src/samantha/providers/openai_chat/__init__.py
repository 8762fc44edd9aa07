"""Any model behind a server that speaks the OpenAI chat protocol."""

from samantha.providers.openai_chat.chat import OpenAIChat

__all__ = ["OpenAIChat"]
