"""The privacy gate: personal data in editors' files are found before anything is published, and never repeated."""
