"""Words become sound: phrases, how they are said aloud, how a mood colours them, what was heard."""
