"""Areas, agencies, posts, joiners and leavers: by a manager who can open no case. Nothing here touches a referral."""
