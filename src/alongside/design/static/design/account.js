// allauth reports a failed or cancelled passkey only to the console; people need to be told.
document.addEventListener('allauth.error', (event) => {
  event.preventDefault()
  const trouble = document.getElementById('account-trouble')
  trouble.hidden = false
  trouble.textContent = trouble.dataset.words
})
