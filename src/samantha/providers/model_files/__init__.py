"""Model files on this machine: fetched from several kinds of sources, trusted only by hash."""

from samantha.providers.model_files.files import ModelFiles
from samantha.providers.model_files.sources import Reach

__all__ = ["ModelFiles", "Reach"]
