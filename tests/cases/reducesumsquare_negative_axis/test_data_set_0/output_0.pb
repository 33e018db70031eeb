By0J<ø%½@#µ[AÇþA†¸;A·eoA©#¨@ø@©¶AWMAU<›A6uAq@AZÁ+A
úAzù9A