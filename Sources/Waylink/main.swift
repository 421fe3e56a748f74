print("waylink")
