"""REFI-QDA: projects (`.qdpx`) and codebooks (`.qdc`) of ATLAS.ti, MAXQDA, NVivo and others."""
