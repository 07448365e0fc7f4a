"""The web app: pages and pictures. Only this package imports Streamlit; it calculates nothing."""
