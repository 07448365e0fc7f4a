"""The web app: pages and pictures. Only here is Streamlit imported; nothing here computes."""
